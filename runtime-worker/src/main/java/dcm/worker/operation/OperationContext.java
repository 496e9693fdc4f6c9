package dcm.worker.operation;

import dcm.contract.identity.HostName;
import dcm.worker.engine.Engine;
import dcm.worker.ports.HostPorts;
import dcm.worker.storage.MountRules;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts of this host that operations use.
 *
 * @param mounts rules for the host paths that presets may mount
 * @param baseImages images on which containers may be based, as the engine names them
 */
public record OperationContext(
        HostName name,
        Engine engine,
        HostPorts ports,
        Storage storage,
        MountRules mounts,
        Supplier<List<String>> baseImages) {}
