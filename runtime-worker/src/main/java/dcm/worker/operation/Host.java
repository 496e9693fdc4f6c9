package dcm.worker.operation;

import dcm.contract.identity.HostName;
import dcm.worker.engine.Engine;
import dcm.worker.ports.SshPorts;

/** What operations work with on this host. */
public record Host(HostName name, Engine engine, SshPorts ports, Storage storage) {}
