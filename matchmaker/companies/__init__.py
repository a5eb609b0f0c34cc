"""Companies: one firm behind many spellings, by its name alone or by what companies.toml says."""

from matchmaker.companies.firms import Companies
from matchmaker.companies.names import is_no_company, key

__all__ = ["Companies", "is_no_company", "key"]
