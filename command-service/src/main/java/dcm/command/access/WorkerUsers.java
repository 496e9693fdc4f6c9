package dcm.command.access;

import dcm.kafka.LogPrincipal.WorkerName;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The users of workers at one server. */
interface WorkerUsers {
    List<WorkerName> all() throws IOException, ExecutionException, InterruptedException;

    /** Deletes a user and its rights. Idempotent. */
    void delete(WorkerName user) throws IOException, ExecutionException, InterruptedException;
}
