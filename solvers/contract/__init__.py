"""check_solver(): what every solver has to keep, and the problems on which it is tried."""
