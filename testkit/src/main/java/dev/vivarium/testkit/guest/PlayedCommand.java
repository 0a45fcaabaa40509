package dev.vivarium.testkit.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** One command of an SSH session, on a thread of its own. */
final class PlayedCommand implements Command {
    private static final int BROKEN = 255;

    private final GuestCommands commands;
    private final GuestState state;
    private final String line;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (code, text, closed) -> {};
    private @Nullable Thread thread;

    PlayedCommand(GuestCommands commands, GuestState state, String line) {
        this.commands = commands;
        this.state = state;
        this.line = line;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        Thread started = new Thread(() -> play(() -> channel.getSession().close(true)), "fake guest: " + line);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    private void play(Runnable hangUp) {
        try {
            int code = commands.run(state, line, in, out, err, hangUp);
            out.flush();
            err.flush();
            exit.onExit(code);
        } catch (IOException | InterruptedException e) {
            exit.onExit(BROKEN);
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void setInputStream(InputStream value) {
        in = value;
    }

    @Override
    public void setOutputStream(OutputStream value) {
        out = value;
    }

    @Override
    public void setErrorStream(OutputStream value) {
        err = value;
    }

    @Override
    public void setExitCallback(ExitCallback value) {
        exit = value;
    }
}
