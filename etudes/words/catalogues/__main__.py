"""`python -m etudes.words.catalogues`: bring every catalogue up to date."""

import sys

from etudes.words.catalogues.messages import messages
from etudes.words.catalogues.refresh import refresh
from etudes.words.language import LANGUAGES


def main() -> None:
    """Refresh the catalogues and tell what has no translation yet."""
    wanted = messages()
    for language in LANGUAGES:
        if language != "en":
            missing = refresh(language, wanted)
            sys.stdout.write(f"{language}: {len(wanted)} messages, {len(missing)} empty\n")
            sys.stdout.writelines(f"  {english}\n" for english in missing)


if __name__ == "__main__":
    main()
