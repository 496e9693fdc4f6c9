package dcm.shell.document;

import java.util.Map;

/**
 * A step of an intent's progress.
 *
 * @param what the kind of event
 * @param name the container's name if the intent has several; or else empty
 */
public record StepDocument(String what, String name, String detail) {
    private static final Map<String, String> OPERATIONS = Map.of(
            "create ordered", "is starting",
            "start ordered", "is starting",
            "stop ordered", "is stopping",
            "restart ordered", "is restarting",
            "pause ordered", "is being paused",
            "unpause ordered", "is being unpaused",
            "remove ordered", "is being removed");

    /** The step as a sentence about the container or image. */
    public String sentence(String subject) {
        return switch (what) {
            case "container-placed" -> "%s is starting %s".formatted(subject, detail);
            case "container-started" -> "%s is running".formatted(subject);
            case "operation-ordered" -> "%s %s".formatted(subject, OPERATIONS.getOrDefault(detail, detail));
            default -> "%s: %s%s".formatted(subject, what.replace('-', ' '), detail.isEmpty() ? "" : ", " + detail);
        };
    }

    /** Whether the step only states how much is copied so far. */
    public boolean isAmount() {
        return what.endsWith("-progressed") && detail.startsWith("Copied ");
    }
}
