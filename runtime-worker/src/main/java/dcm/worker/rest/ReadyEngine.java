package dcm.worker.rest;

import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import dcm.worker.Worker;
import dcm.worker.engine.Engine;

/** The engine of a worker that is ready. */
final class ReadyEngine {
    private ReadyEngine() {}

    /** @throws ProblemException if the worker is not ready */
    static Engine of(Worker worker) {
        return worker.engine()
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        "The worker of this host is not ready: "
                                + worker.life().state().description() + ". Try again later."));
    }
}
