package dev.vivarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cli.AtHouse;
import dev.vivarium.cli.House;
import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.core.model.VivariumException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the demo starts its service, finds it again and ends it, with a launcher that only points at another one. */
final class DemoServiceTest extends AtHouse {
    @Override
    protected House house(Path in) throws IOException {
        return super.house(in).withService();
    }

    @Test
    void isStartedOnceFoundAgainAndStopped() throws IOException {
        Path home = directory.resolve("дом демо");
        String token = house.service().adminTokenFile().toString();
        List<String> launcher = launcher(
                "echo '{\"a\": 1}'; cp '" + token + "' \"$3/admin.token\"; echo $$ > \"$3/pid\"\n" + "echo 'ready on "
                        + house.service().address() + "; the admin token is in x'\nexec sleep 300\n");
        DemoService first = DemoService.in(home, root(), launcher);
        assertThat(first.client().tokens().caller().name()).isEqualTo("admin");
        long pid = Long.parseLong(Files.readString(home.resolve("pid")).strip());
        assertThat(first.howToStop()).isEqualTo("kill " + pid);

        DemoService again = DemoService.in(home, root(), List.of("false"));
        assertThat(again.address()).isEqualTo(first.address());
        again.stop();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(home.resolve("demo-service")).doesNotExist();
    }

    @Test
    void oneThatEndsTooEarlyIsToldWithItsLog() throws IOException {
        List<String> launcher = launcher("echo 'no space left'; exit 3\n");
        assertThatThrownBy(() -> DemoService.in(directory.resolve("дом"), root(), launcher))
                .isInstanceOf(VivariumException.class)
                .hasMessageContaining("ended before it was ready")
                .satisfies(e -> assertThat(((VivariumException) e).logTail()).contains("no space left"));
    }

    private List<String> launcher(String script) throws IOException {
        return List.of(
                "bash", Files.writeString(directory.resolve("launcher"), script).toString());
    }

    private VivariumCommand root() {
        return new VivariumCommand(house.host(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
    }
}
