# A guest of 100 bytes that does nothing but write: a boot sector for QEMU's own BIOS. Eighteen times a second it writes 32 KiB
# of what is no zeros to the disk, each 64 KiB after the last, so that the disk's file grows by a cluster each time.
#
#   as --32 writer.s -o writer.o && objcopy -O binary -j .text writer.o writer.bin && xxd -p writer.bin
.code16
.org 0                          # loaded at 0000:7c00
start:
    cli
    xor %ax,%ax
    mov %ax,%ds
    mov %ax,%ss
    mov $0x7c00,%sp
    mov $0x1000,%ax             # what is written: 64 KiB at 1000:0000
    mov %ax,%es
    xor %di,%di
    mov $0x5656,%ax
    mov $0x8000,%cx
    cld
    rep stosw
    sti
next:
    mov 0x46c,%ax               # the BIOS counts the timer's ticks here
tick:
    hlt
    cmp %ax,0x46c
    je tick
    mov $packet+0x7c00,%si
    movw $64,2(%si)             # sectors
    mov $0x4300,%ax
    mov $0x80,%dl
    int $0x13
    addl $128,packet+0x7c00+8   # the next sector
    jmp next
packet:
    .byte 16,0
    .word 64,0,0x1000
    .quad 2048
