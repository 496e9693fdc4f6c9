package dcm.worker.operation;

import dcm.contract.identity.HostName;
import dcm.worker.engine.Engine;
import dcm.worker.ports.HostPorts;
import dcm.worker.storage.MountRules;
import java.util.List;

/**
 * What operations work with on this host.
 *
 * @param mounts what presets may mount
 * @param baseImages that it offers, as its engine names them
 */
public record Host(
        HostName name, Engine engine, HostPorts ports, Storage storage, MountRules mounts, List<String> baseImages) {}
