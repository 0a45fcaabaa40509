# A guest of 300 bytes, so that tests have machines that truly run and cost nothing. In place of a BIOS (`-bios`) it writes a
# line to the serial console, then sleeps. Eighteen times a second it wakes up, counts (32 bits at 0x1000), keeps the last
# pressed key in memory (its scan code, at 0x1004), and switches the machine off if the power button was pressed.
#
#   as --32 firmware.s -o firmware.o && objcopy -O binary -j .text firmware.o firmware.bin && xxd -p firmware.bin
.code16
.org 0
start:
    cli
    xor %ax,%ax
    mov %ax,%ds
    mov %ax,%ss
    mov $0x7000,%sp
                                # the timer's interrupt
    movw $tick,0x20
    movw $0xf000,0x22
                                # interrupt controller: only the timer
    mov $0x11,%al
    out %al,$0x20
    mov $8,%al
    out %al,$0x21
    mov $4,%al
    out %al,$0x21
    mov $1,%al
    out %al,$0x21
    mov $0xfe,%al
    out %al,$0x21
                                # timer: as slow as it goes
    mov $0x34,%al
    out %al,$0x43
    xor %al,%al
    out %al,$0x40
    out %al,$0x40
    mov $0xcf8,%dx
                                # power management registers at 0x600
    mov $0x8000f840,%eax
    out %eax,%dx
    mov $0xcfc,%dx
    mov $0x601,%eax
    out %eax,%dx
    mov $0xcf8,%dx
    mov $0x8000f844,%eax
    out %eax,%dx
    mov $0xcfc,%dx
    mov $0x80,%eax
    out %eax,%dx
                                # the power button counts
    mov $0x602,%dx
    mov $0x100,%ax
    out %ax,%dx
                                # the line for the console
    mov $msg,%si
    mov $0x3f8,%dx
1: lodsb %cs:(%si),%al
    test %al,%al
    jz 2f
    out %al,%dx
    jmp 1b
                                # reach above 1 MiB, and let the timer through the local APIC
2: lgdtl %cs:gdtr
    mov %cr0,%eax
    or $1,%al
    mov %eax,%cr0
    mov $8,%bx
    mov %bx,%ds
    and $0xfe,%al
    mov %eax,%cr0
    mov $0xfee00000,%ebx
    movl $0x1ff,0xf0(%ebx)
    movl $0x700,0x350(%ebx)
    xor %bx,%bx
    mov %bx,%ds
    sti
3: hlt
    jmp 3b
tick:
    incl 0x1000
    in $0x64,%al
    test $1,%al
    jz 4f
    in $0x60,%al
    test $0x80,%al
    jnz 4f
    mov %al,0x1004
4: mov $0x600,%dx
    in %dx,%ax
    test $0x100,%ax
    jz 5f
    mov $0x604,%dx
    mov $0x2000,%ax
    out %ax,%dx
5: mov $0x20,%al
    out %al,$0x20
    iret
gdtr: .word 15
    .long 0xf0000+gdt
gdt: .quad 0, 0x00cf92000000ffff
msg: .ascii "vivarium test firmware\r\n\0"
.org 0xfff0
    ljmp $0xf000,$start
.org 0x10000
