"""Write the tables from IPA to espeak's mnemonics that ship with the package, learned from the library.

usage: python scripts/learn_phones.py [VOICE ...]
"""

import json
import sys
from pathlib import Path

from pronouncer.settings import Settings
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.engines.espeak import engine as module

SHIPPED = ("en-us", "en", "fr", "uk")


def main() -> None:
    """Learn each table and write it beside the engine."""
    engine = module.EspeakEngine(Settings())
    for name in sys.argv[1:] or SHIPPED:
        table = engine.learn_phones(choose_voice(engine, name, ""))
        path = Path(module.__file__).with_name("phones") / f"{name}.json"
        path.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", "utf-8")
        print(f"{path.name}: {len(table)} phones")
    engine.close()


if __name__ == "__main__":
    main()
