"""The exact engines: min-cost flow, and CP-SAT for limits, which break the shape of a flow."""
