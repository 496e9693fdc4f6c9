package dcm.contract.envelope;

/** A payload and its envelope. */
public record Message<T>(Envelope envelope, T payload) {}
