package dcm.apigateway.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream of text or of JSON lines for one channel, at the speed of the browser: the service waits while it does not read. */
final class PrivateStream implements Channel {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final int LONGEST_LINE = 1 << 20;

    private final PendingStream pending;
    private final String channel;
    private final ChannelOutput output;
    private @Nullable ReadStream<Buffer> source;
    private boolean closed;
    private long waitingSince;
    private boolean waiting;

    private PrivateStream(PendingStream pending, String channel, ChannelOutput output) {
        this.pending = pending;
        this.channel = channel;
        this.output = output;
    }

    /** @param pending opens a stream on the context of {@code output} */
    static PrivateStream of(PendingStream pending, String channel, ChannelOutput output) {
        var stream = new PrivateStream(pending, channel, output);
        pending.response().onSuccess(stream::begin).onFailure(stream::fail);
        return stream;
    }

    private void begin(HttpClientResponse opened) {
        if (closed) {
            return;
        }
        boolean lines = Optional.ofNullable(opened.getHeader(HttpHeaders.CONTENT_TYPE))
                .filter(type -> type.contains("json"))
                .isPresent();
        if (lines) {
            RecordParser parser = RecordParser.newDelimited("\n", opened).maxRecordSize(LONGEST_LINE);
            read(parser, line -> output.line(channel, line.toString()));
        } else {
            var decoder = new TextDecoder();
            read(opened, chunk -> output.text(channel, decoder.decode(chunk)));
        }
        opened.resume();
    }

    private void read(ReadStream<Buffer> stream, Consumer<Buffer> write) {
        source = stream;
        stream.exceptionHandler(failure -> fail(UpstreamException.of(StreamProblem.ended())));
        stream.endHandler(end -> {
            if (!closed) {
                closed = true;
                output.complete(channel);
            }
        });
        stream.handler(part -> {
            if (!closed && part.length() > 0) {
                write.accept(part);
                waitIfFull(stream);
            }
        });
    }

    private void waitIfFull(ReadStream<Buffer> stream) {
        if (output.isFull() && !waiting) {
            waiting = true;
            waitingSince = System.nanoTime();
            stream.pause();
        }
    }

    private void fail(Throwable failure) {
        if (!closed) {
            close();
            output.failed(channel, failure);
        }
    }

    @Override
    public void resume() {
        if (waiting && !closed && source != null) {
            waiting = false;
            source.resume();
        }
    }

    @Override
    public boolean isStuck() {
        return waiting && System.nanoTime() - waitingSince > READ_TIMEOUT.toNanos();
    }

    @Override
    public void close() {
        closed = true;
        pending.cancel();
    }
}
