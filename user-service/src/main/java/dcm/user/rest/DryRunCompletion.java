package dcm.user.rest;

/** Ends a request that only reports what it would do, at the place at which it would change something. */
final class DryRunCompletion extends RuntimeException {
    private final transient PlannedEvents answer;

    DryRunCompletion(PlannedEvents answer) {
        super("dry run", null, false, false);
        this.answer = answer;
    }

    PlannedEvents answer() {
        return answer;
    }
}
