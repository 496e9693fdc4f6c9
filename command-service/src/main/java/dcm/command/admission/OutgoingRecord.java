package dcm.command.admission;

import org.jspecify.annotations.Nullable;

/**
 * An output record.
 *
 * @param partition null to use the hash of the key
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OutgoingRecord(@Nullable Integer partition, byte @Nullable [] value) {}
