package dcm.contract.envelope;

/** A payload and its envelope. */
public record Message<T>(Envelope envelope, T payload) {
    /** This message within the span that processes it: what it causes continues that span. */
    public Message<T> within(TraceParent span) {
        return new Message<>(envelope.within(span), payload);
    }
}
