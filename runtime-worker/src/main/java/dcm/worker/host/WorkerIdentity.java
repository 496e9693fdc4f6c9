package dcm.worker.host;

import dcm.contract.identity.HostName;

/**
 * The identity of this worker among the workers of all installations.
 *
 * @param installation the id of the installation to which the worker belongs
 * @param host the host that this worker serves
 * @param version the version of the worker's program
 */
public record WorkerIdentity(String installation, HostName host, String version) {}
