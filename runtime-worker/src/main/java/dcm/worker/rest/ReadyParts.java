package dcm.worker.rest;

import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import dcm.worker.UserImages;
import dcm.worker.Worker;
import dcm.worker.engine.Engine;
import java.util.Optional;

/** The parts of a worker that is ready for requests. Throws {@link ProblemException} if the worker is not ready. */
final class ReadyParts {
    private ReadyParts() {}

    static Engine engine(Worker worker) {
        return ready(worker, worker.engine());
    }

    static UserImages images(Worker worker) {
        return ready(worker, worker.images());
    }

    private static <T> T ready(Worker worker, Optional<T> part) {
        return part.orElseThrow(() -> new ProblemException(
                ErrorCode.HOST_UNREACHABLE,
                "The worker of this host is not ready: "
                        + worker.workerRun().state().description() + ". Try again later."));
    }
}
