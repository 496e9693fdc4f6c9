package dcm.worker.operation;

import dcm.contract.identity.HostName;
import dcm.worker.engine.Engine;
import dcm.worker.ports.SshPorts;
import dcm.worker.storage.Homes;
import dcm.worker.storage.KeyDirectories;

/** What operations work with on this host. */
public record Host(HostName name, Engine engine, SshPorts ports, Homes homes, KeyDirectories keys) {}
