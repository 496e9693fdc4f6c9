package dcm.auditor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerInspectionTest {
    @Test
    void imageThatIsBeingImportedIsReadWithItsId() {
        assertThat(ContainerInspection.imageIds(List.of("00000000000000c1", "00000000000000c2-loading")))
                .containsExactlyInAnyOrder("00000000000000c1", "00000000000000c2");
    }
}
