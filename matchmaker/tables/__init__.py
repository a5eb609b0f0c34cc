"""Tables: the answer of a large pool, whose long lists stand beside the record, a row a pair or person."""
