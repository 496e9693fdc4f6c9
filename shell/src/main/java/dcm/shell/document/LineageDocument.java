package dcm.shell.document;

import java.util.List;

/** The origin of an image, newest first. */
public record LineageDocument(List<Ancestor> items) {
    /** An image, a container, a base image, or the account that transferred an image. */
    public record Ancestor(String kind, String id, String name, String createdAt, String removedAt) {}
}
