"""What was said the last time: an edited article has only its new sentences read, the others are remembered.

One record an article, language and voice. It holds as long as all that decides about a sentence but the sentence itself
is the same: the program, the lexicon, what an entry may be limited to, and whose letter-to-sound rules are asked.
"""

import dataclasses
import json
from collections.abc import Callable, Sequence

from pronouncer.model.codec import to_data
from pronouncer.model.digest import digest, text_digest
from pronouncer.model.script import Script, Sentence
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.store.cache import Cache
from pronouncer.store.fingerprint import program
from pronouncer.store.records import get_utterances, put_utterances

Read = Callable[[Script], Sequence[Utterance]]


def recalled(script: Script, voice: Voice, read: Read, *, store: Cache, rest_on: Sequence[object]) -> list[Utterance]:
    """Return the utterances of a script, of which only sentences that are new or changed are read.

    `rest_on` is what `read` rests on beside the script, the voice and the program.
    """
    around = [script.article, script.section, script.language, to_data(script.hints), to_data(voice), to_data(rest_on)]
    key = digest(json.dumps([around, program()]).encode())
    names = [_name(sentence) for sentence in script.sentences]
    known = get_utterances(store, key)
    new = [sentence for sentence, name in zip(script.sentences, names, strict=True) if name not in known]
    if new:
        said = read(dataclasses.replace(script, sentences=tuple(new)))
        known |= zip(map(_name, new), said, strict=True)
        put_utterances(store, key, {name: known[name] for name in names})
    return [known[name] for name in names]


def _name(sentence: Sentence) -> str:
    return text_digest("\0".join((sentence.id, sentence.alias, sentence.text)), size=12)
