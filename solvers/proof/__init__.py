"""What anybody can check without a solver: certificates, shortages, odds. Imports no engine and no prices."""
