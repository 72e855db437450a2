"""`article.mp4`: the packets of the M4A rendition in fragments, for streaming (ISO/IEC 23000-19, CMAF)."""

from io import BytesIO

from pronouncer.errors import PublishError
from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import Around

FRAGMENT = 6.0  # seconds, as Apple's HLS authoring specification has it


def write(edition: Edition, around: Around) -> bytes:
    """Return the file. Nothing is encoded anew. Raises PublishError where there is no M4A."""
    import av

    found = next((each for each in edition.renditions if each.format == "m4a"), None)
    if found is None:
        raise PublishError("HLS is made from the M4A file: add m4a to formats, or leave out the export hls.")
    made = BytesIO()
    options = {"movflags": "cmaf+delay_moov", "frag_duration": str(round(FRAGMENT * 1_000_000))}
    with (
        av.open(str(around.folder / found.file)) as source,
        av.open(made, "w", format="mp4", options=options) as target,
    ):
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    return made.getvalue()
