package dcm.worker.engine;

import java.util.List;
import java.util.Map;

/**
 * All that an audit compares with the log, as the engine itself shows it.
 *
 * @param defaultRuntime the runtime of containers that do not name one
 * @param containers this installation's containers, as {@code docker inspect} shows them
 * @param images the images of these containers, as {@code docker inspect} shows them
 * @param imageTags the tags of owners' own images
 */
public record EngineInspection(
        String defaultRuntime,
        List<Map<String, Object>> containers,
        List<Map<String, Object>> images,
        List<String> imageTags) {}
