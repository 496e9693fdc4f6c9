package dcm.worker.engine;

import dcm.contract.identity.ContainerId;

/**
 * The SSH host key that a container's file system has, and that its image may have brought along.
 *
 * @param fingerprint of SHA-256, as OpenSSH writes it
 * @param comment what stands behind the key in its file
 */
public record HostKey(String fingerprint, String comment) {
    /** Whether it was made in this container: a base image's start-up script writes the container's id behind it. */
    public boolean madeIn(ContainerId container) {
        return comment.equals(container.value());
    }
}
