package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the unit of a compose file does from its start to its end. */
@Execution(ExecutionMode.CONCURRENT)
class ContainerWatchTest extends AtGuest {
    private static final String TROUBLE = "run/vivarium/trouble." + ContainerNode.UNIT;

    private ContainerNode node;

    @BeforeEach
    void begin() throws IOException {
        guest.set("VIVARIUM_TICK", "1000");
        node = new ContainerNode(dir, guest);
        node.into();
        guest.ready();
    }

    @Test
    void theUnitIsUpWhenItsContainersAreAndTheReportShowsThem() throws IOException {
        up();
        String project = "docker-compose -p home -f "
                + guest.path("opt/vivarium/current").toRealPath() + "/docker/мой compose.yaml ";
        assertThat(guest.calls()).contains(project + "up -d --no-build --remove-orphans");
        JsonNode containers = guest.report().get("containers");
        assertThat(containers.toString())
                .isEqualTo(
                        "[{\"name\":\"home_db_1\",\"state\":\"running\",\"exitCode\":null,\"health\":null,\"log\":null},"
                                + "{\"name\":\"home_web_1\",\"state\":\"running\",\"exitCode\":null,\"health\":\"starting\","
                                + "\"log\":null}]");
        node.docker("containers", "running|home_db_1|Up 2 seconds\nrunning|home_web_1|Up 9 seconds (healthy)\n");
        event("health_status: healthy home_web_1");
        guest.await("healthy", () -> health().equals("healthy"));
        node.docker("containers", "running|home_db_1|Up 2 seconds\nrunning|home_web_1|Up 9 seconds (unhealthy)\n");
        event("health_status: unhealthy home_web_1");
        guest.await("unhealthy", () -> health().equals("unhealthy"));
        assertThat(guest.report().get("containers").get(1).get("log").asText())
                .contains("последние слова home_web_1\n\"беда\"");
    }

    @Test
    void aContainerThatEndedForGoodEndsTheUnit() throws Exception {
        Process unit = up();
        node.docker("containers", "running|home_db_1|Up 2 seconds\nexited|home_web_1|Exited (3) 1 second ago\n");
        event("die home_web_1 3");
        guest.await("its end", () -> !unit.isAlive());
        assertThat(unit.exitValue()).isEqualTo(1);
        assertThat(said()).contains("the container home_web_1 ended with status 3", "последние слова home_web_1");
        assertThat(guest.read("run/vivarium/last." + ContainerNode.UNIT)).startsWith("the container home_web_1");
        assertThat(guest.report().get("containers").get(1).get("exitCode").asInt())
                .isEqualTo(3);
    }

    @Test
    void aContainerThatHasDoneItsWorkIsFine() throws IOException {
        node.docker("up", "exited|home_db_1|Exited (0) 1 second ago\nrunning|home_web_1|Up 2 seconds\n");
        Process unit = up();
        event("die home_db_1 0");
        event("start home_web_1");
        guest.await("the second look", () -> looks() >= 3);
        assertThat(unit.isAlive()).isTrue();
        assertThat(guest.report().get("containers").get(0).get("exitCode").asInt())
                .isZero();
    }

    @Test
    void oneThatDiesAgainAndAgainIsTroubleUntilItIsQuiet() throws IOException {
        guest.set("VIVARIUM_TICK", "0.5");
        up();
        guest.await("trouble", () -> {
            event("die home_web_1 1");
            return Files.exists(guest.path(TROUBLE));
        });
        assertThat(guest.read("run/vivarium/last." + ContainerNode.UNIT))
                .startsWith("the container home_web_1 ends again and again, with status 1");
        guest.await("forgiveness", () -> !Files.exists(guest.path(TROUBLE)));
    }

    @Test
    void aContainerThatSomebodyRemovedEndsTheUnit() throws IOException {
        Process unit = up();
        node.docker("containers", "running|home_db_1|Up 2 seconds\n");
        event("destroy home_web_1");
        guest.await("its end", () -> !unit.isAlive());
        assertThat(said()).contains("of 2 containers of home 1 are left");
    }

    @Test
    void withoutDockerTheUnitEnds() throws IOException {
        Process unit = up();
        event("gone");
        guest.await("its end", () -> !unit.isAlive());
        assertThat(said()).contains("docker has ended");
    }

    @Test
    void aProjectThatDoesNotStartSaysWhy() throws IOException {
        node.docker("no-up", "");
        Process unit = guest.command(Map.of(), "compose-up", "home");
        guest.await("its end", () -> !unit.isAlive());
        assertThat(said()).contains("port is already allocated", "compose cannot start docker/мой compose.yaml");
        assertThat(guest.calls()).noneMatch(call -> call.startsWith("systemd-notify"));
    }

    @Test
    void anOrderToStopStopsContainersAndAnEndByItselfDoesNot() throws IOException {
        Process unit = up();
        Process after = guest.command(Map.of(), "compose-stop", "home");
        guest.await("its end", () -> !after.isAlive());
        assertThat(guest.calls()).noneMatch(call -> call.startsWith("docker stop"));
        Process stop = guest.command(Map.of("MAINPID", String.valueOf(unit.pid())), "compose-stop", "home");
        guest.await("its end", () -> !stop.isAlive());
        assertThat(guest.calls()).contains("docker stop home_db_1 home_web_1");
    }

    private Process up() throws IOException {
        Process unit = guest.command(Map.of(), "compose-up", "home");
        guest.await(
                "READY=1",
                () -> guest.calls().contains("systemd-notify --ready")
                        && Files.exists(guest.rig().resolve("dockerd/events")));
        return unit;
    }

    private void event(String line) throws IOException {
        Files.writeString(guest.rig().resolve("dockerd/events"), line + "\n", StandardOpenOption.WRITE);
    }

    private String health() throws IOException {
        return guest.report().get("containers").get(1).get("health").asText();
    }

    private long looks() throws IOException {
        return guest.calls().stream()
                .filter(call -> call.startsWith("docker ps -a"))
                .count();
    }

    private String said() throws IOException {
        return Files.readString(guest.rig().resolve("said"));
    }
}
