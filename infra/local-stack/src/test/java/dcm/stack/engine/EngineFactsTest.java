package dcm.stack.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EngineFactsTest {
    @Test
    void dataDirectoryOfAnEngineThatRemapsNamesTheRootOfContainers() {
        assertEquals(165_536, EngineFacts.rootUid("/var/lib/docker/165536.165536"));
        assertEquals(0, EngineFacts.rootUid("/var/lib/docker"));
    }
}
