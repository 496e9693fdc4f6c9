package dcm.intent;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** A channel without a broker. It acknowledges every record at one position, or fails each time with the same error. */
final class FakeChannel {
    private final List<Message<byte[]>> sent = new ArrayList<>();
    private final @Nullable RecordMetadata position;
    private final @Nullable Throwable failure;

    private FakeChannel(@Nullable RecordMetadata position, @Nullable Throwable failure) {
        this.position = position;
        this.failure = failure;
    }

    static FakeChannel writingAt(int partition, long offset) {
        return new FakeChannel(
                new RecordMetadata(new TopicPartition("dcm.intents", partition), offset, 0, 0, 0, 0), null);
    }

    static FakeChannel failingWith(Throwable failure) {
        return new FakeChannel(null, failure);
    }

    List<Message<byte[]>> sent() {
        return sent;
    }

    @SuppressWarnings("unchecked") // the type of the emitter is erased at runtime
    MutinyEmitter<byte[]> emitter() {
        return (MutinyEmitter<byte[]>) Proxy.newProxyInstance(
                FakeChannel.class.getClassLoader(),
                new Class<?>[] {MutinyEmitter.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("sendMessage")) {
                        return send((Message<byte[]>) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Uni<Void> send(Message<byte[]> message) {
        if (failure != null) {
            return Uni.createFrom().failure(failure);
        }
        sent.add(message);
        OutgoingMessageMetadata.setResultOnMessage(message, position);
        return Uni.createFrom().voidItem();
    }
}
