"""The same front end and IR, run on the host: C programs against what gcc makes of them."""
