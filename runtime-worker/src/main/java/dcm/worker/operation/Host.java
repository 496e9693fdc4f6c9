package dcm.worker.operation;

import dcm.contract.identity.HostName;
import dcm.worker.engine.Engine;
import dcm.worker.ports.HostPorts;
import dcm.worker.storage.MountRules;
import java.util.List;
import java.util.function.Supplier;

/**
 * What operations work with on this host.
 *
 * @param mounts what presets may mount
 * @param baseImages on which containers may stand, as its engine names them
 */
public record Host(
        HostName name,
        Engine engine,
        HostPorts ports,
        Storage storage,
        MountRules mounts,
        Supplier<List<String>> baseImages) {}
