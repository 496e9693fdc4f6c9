package dcm.auditor.log;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;

/**
 * An owner's own image, according to the events.
 *
 * @param name with its tag
 * @param takenOver whether its host has taken it over and may not have pulled it yet
 * @param deleted whether its host confirmed the deletion
 */
public record RecordedImage(
        ImageId id, OwnerName owner, String name, HostName host, boolean takenOver, Phase phase, boolean deleted) {
    /** The state of the image according to its newest event. */
    public enum Phase {
        COMMITTING,
        READY,
        REMOVED,
        /** Creating it failed. */
        FAILED
    }

    /** The same image in another phase. */
    RecordedImage in(Phase now) {
        return new RecordedImage(id, owner, name, host, takenOver, now, deleted);
    }

    /** The same image on another host. */
    RecordedImage on(HostName other) {
        return new RecordedImage(id, owner, name, other, true, phase, deleted);
    }

    /** The same image, deleted. */
    RecordedImage asDeleted() {
        return new RecordedImage(id, owner, name, host, takenOver, phase, true);
    }

    /** The subject of findings about it. */
    public String subject() {
        return "image/" + id;
    }
}
