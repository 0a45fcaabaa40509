package dev.vivarium.service;

/** A systemd unit that keeps the service running, with no more rights than it needs. */
final class UnitText {
    private static final String UNIT = """
            # made by 'vivarium serve --print-unit'; save as /etc/systemd/system/vivarium.service
            [Unit]
            Description=Vivarium provisioner service
            Wants=network-online.target
            After=network-online.target
            StartLimitIntervalSec=0

            [Service]
            ExecStart=%s serve%s
            ExecReload=/bin/kill -HUP $MAINPID
            User=vivarium
            StateDirectory=vivarium
            CacheDirectory=vivarium
            Environment=HOME=/var/lib/vivarium XDG_DATA_HOME=/var/lib XDG_CACHE_HOME=/var/cache
            # how a JVM ends that was told to
            SuccessExitStatus=143
            Restart=always
            RestartSec=2s
            TimeoutStopSec=60s
            # machines outlive the service: they are stopped by their own commands alone
            KillMode=process
            UMask=0077
            NoNewPrivileges=yes
            CapabilityBoundingSet=
            LockPersonality=yes
            PrivateTmp=yes
            ProtectClock=yes
            ProtectControlGroups=no
            ProtectHome=yes
            ProtectHostname=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            ProtectSystem=strict
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            SystemCallArchitectures=native
            SystemCallFilter=@system-service

            [Install]
            WantedBy=multi-user.target
            """;

    private UnitText() {}

    static String of(String launcher, String options) {
        return UNIT.formatted(launcher.replace("%", "%%"), options.replace("%", "%%"));
    }
}
