package dcm.shell.document;

import java.util.List;

/** What an account has. */
public record HoldingsDocument(List<HeldContainer> containers, List<HeldImage> images) {
    /** A container of the account. */
    public record HeldContainer(String id, String name, String state, String host) {}

    /** An image of the account. */
    public record HeldImage(String name, long sizeBytes, String host) {}

    public boolean isEmpty() {
        return containers.isEmpty() && images.isEmpty();
    }
}
