"""Write the text and the picture anew: `make screens`."""

from pathlib import Path

from tests.screens.picture import conversation
from tests.screens.text import screens_text

HERE = Path(__file__).parent

if __name__ == "__main__":
    (HERE / "screens.txt").write_text(screens_text(), encoding="utf-8")
    (HERE / "conversation.svg").write_text(conversation(), encoding="utf-8")
