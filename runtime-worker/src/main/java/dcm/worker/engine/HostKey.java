package dcm.worker.engine;

import dcm.contract.identity.ContainerId;

/**
 * The SSH host key in a container's file system; it may come from the image.
 *
 * @param fingerprint the SHA-256 fingerprint in OpenSSH's format
 * @param comment the comment after the key in its file
 */
public record HostKey(String fingerprint, String comment) {
    /**
     * Whether the key was generated in this container: a base image's start-up script writes the container's id into
     * the comment.
     */
    public boolean isGeneratedIn(ContainerId container) {
        return comment.equals(container.value());
    }
}
