package dcm.apigateway.live;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 that arrives in chunks: a character may be split between two. Replaces invalid bytes. Not thread-safe. */
final class TextDecoder {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = {};

    /** The characters that are complete with {@code chunk}. */
    String decode(Buffer chunk) {
        ByteBuffer bytes = ByteBuffer.allocate(rest.length + chunk.length())
                .put(rest)
                .put(chunk.getBytes())
                .flip();
        CharBuffer characters = CharBuffer.allocate(bytes.remaining());
        decoder.decode(bytes, characters, false);
        rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return characters.flip().toString();
    }
}
