package dev.vivarium.core.session;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.temporal.ChronoUnit;

/**
 * Times of day and days as cron names them: {@code minute hour day-of-month month day-of-week}. Knows local times only; what
 * they are in a time zone is {@link Schedule}'s. As with cron, a day matches by either of the two day fields where both
 * are given.
 */
public final class Cron {
    private static final long EVERY_HOUR = (1L << 24) - 1;

    private final String text;
    private final long minutes;
    private final long hours;
    private final long days;
    private final long months;
    private final long weekdays;
    private final boolean anyDay;
    private final boolean anyWeekday;

    private Cron(String text, String[] fields) {
        this.text = text;
        this.minutes = CronField.MINUTE.read(fields[0]);
        this.hours = CronField.HOUR.read(fields[1]);
        this.days = CronField.DAY.read(fields[2]);
        this.months = CronField.MONTH.read(fields[3]);
        this.weekdays = CronField.WEEKDAY.read(fields[4]);
        this.anyDay = fields[2].equals("*");
        this.anyWeekday = fields[4].equals("*");
    }

    /**
     * Reads five fields.
     *
     * @throws IllegalArgumentException with what is wrong and what may stand there; also if no day ever matches
     */
    public static Cron parse(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        if (text.length() > 200 || fields.length != 5) {
            throw new IllegalArgumentException("a schedule has five fields: minute hour day-of-month month day-of-week,"
                    + " such as '0 9 * * mon-fri' for 9:00 on working days");
        }
        Cron cron = new Cron(String.join(" ", fields), fields);
        if (cron.anyWeekday && !cron.hasSuchDay()) {
            throw new IllegalArgumentException("there is no such day: '" + cron.text + "' never comes");
        }
        return cron;
    }

    /** True if it names every hour of the day: such a schedule goes by time that passes, not by the time of day. */
    boolean isEveryHour() {
        return hours == EVERY_HOUR;
    }

    /** The first matching minute that is not before this time. */
    LocalDateTime atOrAfter(LocalDateTime time) {
        LocalDateTime from = time.truncatedTo(ChronoUnit.MINUTES);
        if (from.isBefore(time)) {
            from = from.plusMinutes(1);
        }
        LocalDate date = from.toLocalDate();
        int minute = matches(date) ? minuteOfDay(from.getHour(), from.getMinute()) : -1;
        while (minute < 0) { // ends: parse has seen that there is such a day
            date = date.plusDays(1);
            minute = matches(date) ? minuteOfDay(0, 0) : -1;
        }
        return date.atTime(LocalTime.ofSecondOfDay(minute * 60L));
    }

    /** The first matching minute of a day from here on; -1 if there is none. */
    private int minuteOfDay(int hour, int minute) {
        for (int h = hour; h < 24; h++) {
            long left = minutes >>> (h == hour ? minute : 0);
            if ((hours >>> h & 1) == 1 && left != 0) {
                return h * 60 + (h == hour ? minute : 0) + Long.numberOfTrailingZeros(left);
            }
        }
        return -1;
    }

    private boolean matches(LocalDate date) {
        if ((months >>> date.getMonthValue() & 1) == 0) {
            return false;
        }
        boolean day = (days >>> date.getDayOfMonth() & 1) == 1;
        boolean weekday = (weekdays >>> date.getDayOfWeek().getValue() % 7 & 1) == 1;
        return anyDay || anyWeekday ? day && weekday : day || weekday;
    }

    private boolean hasSuchDay() {
        for (Month month : Month.values()) {
            long itsDays = (1L << month.maxLength() + 1) - 2;
            if ((months >>> month.getValue() & 1) == 1 && (days & itsDays) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The five fields, one space between them. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron c && c.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
