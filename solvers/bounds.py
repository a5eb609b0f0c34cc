"""How much any choice of pairs can be worth at given column prices; and simple prices for a choice that is not best."""

from __future__ import annotations

import numpy as np

from solvers.arrays import least, long_sum, ranked_few
from solvers.problem import BoolArray, Wholes
from solvers.remainder import Remainder


def most_worth(remainder: Remainder, price: Wholes) -> int:
    """Return what no choice of pairs can be worth more than: the best each column and each row can do at the prices.

    Any prices bound (weak duality; Bertsekas, *Linear Network Optimization*, 1991); only good ones bound tightly.
    """
    gains, columns = remainder.gains, np.zeros_like(price)
    for load in (*remainder.counted, remainder.column_capacity):
        bonus = sum(np.minimum(load, most) * gains.floor for most in remainder.counted)
        columns = np.maximum(columns, load * price + bonus)
    surplus = gains.pairs - price[remainder.columns]
    order, rank = ranked_few(remainder.rows, surplus, remainder.row_capacity)
    rows = remainder.rows[order]
    surplus = surplus[order] + np.where(rank == 0, gains.first[rows], 0)
    return long_sum(columns) + long_sum(np.maximum(0, surplus[rank < remainder.row_capacity[rows]]))


def modest_prices(remainder: Remainder, taken: BoolArray, searched: Wholes) -> Wholes:
    """Return, of a few price vectors, the one that bounds best: for pairs that are not optimal.

    All prices 0; what the worst chosen pair of each full column brings, without and with the bonus of a first place;
    and those that a search for proving prices ended with. Better ones are what an exact strategy finds.
    """
    chosen, load = remainder.columns[taken], np.bincount(remainder.columns[taken], minlength=remainder.n_columns)
    full = (load == remainder.column_capacity) & (load > 0)
    none = np.zeros(remainder.n_columns, np.int64)
    offers = [none, searched]
    for bonus in (0, remainder.gains.first[remainder.rows[taken]]):
        brought = least(remainder.n_columns, chosen, remainder.gains.pairs[taken] + bonus, remainder.beyond)
        offers.append(np.where(full, brought, 0))
    return min(offers, key=lambda price: most_worth(remainder, price))
