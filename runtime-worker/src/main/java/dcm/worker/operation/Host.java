package dcm.worker.operation;

import dcm.contract.identity.HostName;
import dcm.worker.engine.Engine;
import dcm.worker.ports.HostPorts;

/** What operations work with on this host. */
public record Host(HostName name, Engine engine, HostPorts ports, Storage storage) {}
