"""`python -m etudes` is the command `etudes`."""

from etudes.cli import main

if __name__ == "__main__":
    main()
