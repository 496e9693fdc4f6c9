package dcm.shell.document;

/** A public SSH key of an account. */
public record KeyDocument(String fingerprint, String line, String warning) {
    /** The key type, such as {@code ssh-ed25519}. */
    public String type() {
        return part(0);
    }

    /** The comment; empty if there is none. */
    public String comment() {
        return part(2);
    }

    private String part(int index) {
        String[] parts = line.split(" ", 3);
        return parts.length > index ? parts[index] : "";
    }
}
