package dcm.auditor.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.identity.HostName;
import java.io.IOException;

/** Reads the container engines of other machines. */
@FunctionalInterface
public interface RemoteEngines {
    /**
     * What the worker of a host shows of its engine.
     *
     * @param url the worker's address
     * @throws IOException if the worker does not answer; the message says why
     */
    JsonNode read(HostName host, String url) throws IOException, InterruptedException;
}
