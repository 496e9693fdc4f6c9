package dcm.command.admission;

import org.jspecify.annotations.Nullable;

/**
 * A record on its way out.
 *
 * @param partition null: the one its key hashes to
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outgoing(@Nullable Integer partition, byte @Nullable [] value) {}
