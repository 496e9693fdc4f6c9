package dcm.shell.document;

/**
 * The progress of a move of home directories.
 *
 * @param step stopping, copying or completing
 * @param homeMiB the size of the home directories; 0 if it is not known
 * @param problem why the last attempt to copy failed; empty if none has failed
 * @param waiting for which host the move waits, and what an administrator can do; empty if it waits for none
 */
public record HomesMoveDocument(
        String intent,
        String from,
        String to,
        String step,
        long homeMiB,
        long copiedMiB,
        String problem,
        String waiting) {

    /** The progress as a sentence. */
    public String sentence() {
        String progress = switch (step) {
            case "stopping" -> "The containers are being stopped.";
            case "copying" ->
                "Copied %d%s MiB from %s to %s.%s"
                        .formatted(
                                copiedMiB,
                                homeMiB == 0 ? "" : " of about " + homeMiB,
                                from,
                                to,
                                problem.isEmpty() ? "" : " The last attempt failed and is repeated: " + problem);
            default -> "%s has the home directories.".formatted(to);
        };
        return waiting.isEmpty() ? progress : progress + " " + waiting;
    }
}
