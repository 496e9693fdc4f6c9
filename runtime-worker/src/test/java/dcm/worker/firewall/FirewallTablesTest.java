package dcm.worker.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirewallTablesTest {
    @Test
    void tableWithoutAWorkerAndWithoutContainersIsAbandoned() {
        List<String> tables = List.of("dcm_dcm_2_n1", "dcm_dcm_1_n1", "dcm_dcm_1_n_2", "dcm_dcm_3_n1", "dcm_dcm_30_n1");

        assertThat(FirewallTables.abandoned(tables, List.of("dcm-1-n1", "dcm-1-n-2"), List.of("dcm-3")))
                .containsExactly("dcm_dcm_2_n1", "dcm_dcm_30_n1");
    }
}
