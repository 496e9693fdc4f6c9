package dcm.worker.lifecycle;

import java.util.Optional;

/** The state of a worker. Each state offers only the transitions that can follow it. Immutable. */
public abstract sealed class WorkerState {
    private final String description;

    private WorkerState(String description) {
        this.description = description;
    }

    /** What the worker does in this state, as part of a sentence for users. */
    public final String description() {
        return description;
    }

    /** Why the worker cannot leave this state; empty if no reason is known. */
    public Optional<Problem> problem() {
        return Optional.empty();
    }

    /** The first state. */
    static WaitingForLock first() {
        return new WaitingForLock();
    }

    /** The state after an unexpected error. Only a restart of the process ends it. */
    static Failed failed(String reason) {
        return new Failed(reason);
    }

    /** Another process can be this host's worker. */
    public static final class WaitingForLock extends WorkerState {
        private WaitingForLock() {
            super("waiting for another worker of this host to stop");
        }

        public WaitingForEngine lockAcquired() {
            return new WaitingForEngine();
        }
    }

    /** The worker is the only one of its host. */
    public static final class WaitingForEngine extends WorkerState {
        private WaitingForEngine() {
            super("waiting for Docker to answer");
        }

        public WaitingForHomes engineAnswered() {
            return new WaitingForHomes(Optional.empty());
        }
    }

    /** The disk with the homes may not be mounted. */
    public static final class WaitingForHomes extends WorkerState {
        private final Optional<Problem> problem;

        private WaitingForHomes(Optional<Problem> problem) {
            super("waiting for the previous directory of homes; see the worker's log");
            this.problem = problem;
        }

        @Override
        public Optional<Problem> problem() {
            return problem;
        }

        public WaitingForHomes homesRejected(String reason) {
            return new WaitingForHomes(Optional.of(Problem.permanent(reason)));
        }

        public WaitingForAdmission homesFound() {
            return new WaitingForAdmission();
        }
    }

    /** The worker asks to join; admission may refuse it. */
    public static final class WaitingForAdmission extends WorkerState {
        private WaitingForAdmission() {
            super("waiting to be admitted as a host");
        }

        public CatchingUp admitted() {
            return new CatchingUp();
        }
    }

    /** The host is a member of the installation, and the worker does not know all of its desired state yet. */
    public static final class CatchingUp extends WorkerState {
        private CatchingUp() {
            super("reading the desired state of this host");
        }

        public Running caughtUp() {
            return new Running();
        }
    }

    /** The worker processes orders. It leaves this state only when it stops. */
    public static final class Running extends WorkerState {
        private Running() {
            super("processing orders");
        }
    }

    /** The worker could not start because of an unexpected error. */
    public static final class Failed extends WorkerState {
        private final Problem problem;

        private Failed(String reason) {
            super("failed; see the worker's log");
            this.problem = Problem.permanent(
                    "the worker could not start: " + reason + ". Correct this, then run: dcm down; dcm up");
        }

        @Override
        public Optional<Problem> problem() {
            return Optional.of(problem);
        }
    }
}
