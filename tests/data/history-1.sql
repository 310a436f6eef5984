PRAGMA application_id = 1836278604;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE memory (
        learner TEXT NOT NULL, course TEXT NOT NULL, card TEXT NOT NULL, stability REAL NOT NULL,
        difficulty REAL NOT NULL, due INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        day INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL, state TEXT NOT NULL,
        step INTEGER, PRIMARY KEY (learner, course, card)) STRICT, WITHOUT ROWID;
INSERT INTO "memory" VALUES('anna','stromal','vegf-name#1',0.212,6.4133,1776794460000,1776794400000,1776794400000,739727,1,0,'learning',0);
INSERT INTO "memory" VALUES('me','stromal','cargo#1',4.53848087571522142971e+01,4.0106089692968387439e+00,1780538400000,1775066400000,1776708000000,739726,3,0,'review',NULL);
INSERT INTO "memory" VALUES('me','stromal','cargo-old#1',1.16874829135823361521e+01,1.0,1776304800000,1775066400000,1775152800000,739708,2,0,'review',NULL);
INSERT INTO "memory" VALUES('me','stromal','exosome-cargo#1',3.78312235162662133811e+01,7.08253566557703617689e+00,1778378400000,1772388060000,1774980060000,739706,5,1,'review',NULL);
INSERT INTO "memory" VALUES('me','stromal','exosome-cargo#2',1.54176760792924349985e+00,9.21539657030006864602e+00,1774980720000,1772388120000,1774980120000,739706,5,1,'relearning',0);
INSERT INTO "memory" VALUES('me','stromal','vegf-name#1',4.3406382958411896312e+01,6.77731151545947607672e+00,1778810400000,1772388000000,1774980000000,739706,5,0,'review',NULL);
CREATE TABLE recall (
        seq INTEGER PRIMARY KEY REFERENCES review (seq), chance REAL NOT NULL) STRICT;
INSERT INTO "recall" VALUES(8,9.87128020609452594413e-01);
INSERT INTO "recall" VALUES(10,9.12791486026553244848e-01);
INSERT INTO "recall" VALUES(13,8.7950808798652480025e-01);
INSERT INTO "recall" VALUES(14,8.02401197979751401589e-01);
INSERT INTO "recall" VALUES(15,8.49281526843103873325e-01);
INSERT INTO "recall" VALUES(18,8.6770992218979614563e-01);
CREATE TABLE review (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, learner TEXT NOT NULL, course TEXT NOT NULL,
        card TEXT NOT NULL, rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4), at INTEGER NOT NULL,
        zone TEXT NOT NULL, elapsed INTEGER NOT NULL, mode TEXT NOT NULL, answer TEXT NOT NULL,
        verdict TEXT, purpose TEXT NOT NULL, scheduler TEXT NOT NULL) STRICT;
INSERT INTO "review" VALUES(1,'019caa8e-a100-7010-8101-010101010101','me','stromal','vegf-name#1',1,1772388000000,'Europe/Zurich',4001,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(2,'019caa8f-8b60-7020-8202-020202020202','me','stromal','exosome-cargo#1',2,1772388060000,'Europe/Zurich',4002,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(3,'019caa90-75c0-7030-8303-030303030303','me','stromal','exosome-cargo#2',3,1772388120000,'Europe/Zurich',4003,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(4,'019cb4db-5900-7040-8404-040404040404','me','stromal','vegf-name#1',3,1772560800000,'Europe/Zurich',4004,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(5,'019cb4dc-4360-7050-8505-050505050505','me','stromal','exosome-cargo#1',4,1772560860000,'Europe/Zurich',4005,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(6,'019cb4dd-2dc0-7060-8606-060606060606','me','stromal','exosome-cargo#2',1,1772560920000,'Europe/Zurich',4006,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(7,'019cba01-b500-7070-8707-070707070707','me','stromal','vegf-name#1',4,1772647200000,'Europe/Zurich',4007,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(8,'019cba02-9f60-7080-8808-080808080808','me','stromal','exosome-cargo#1',1,1772647260000,'Europe/Zurich',4008,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(9,'019cba03-89c0-7090-8909-090909090909','me','stromal','exosome-cargo#2',2,1772647320000,'Europe/Zurich',4009,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(10,'019cd8e7-dd00-70a0-8a0a-0a0a0a0a0a0a','me','stromal','vegf-name#1',2,1773165600000,'Europe/Zurich',4010,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(11,'019cd8e8-c760-70b0-8b0b-0b0b0b0b0b0b','me','stromal','exosome-cargo#1',3,1773165660000,'Europe/Zurich',4011,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(12,'019cd8e9-b1c0-70c0-8c0c-0c0c0c0c0c0c','me','stromal','exosome-cargo#2',4,1773165720000,'Europe/Zurich',4012,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(13,'019d450d-6900-70d0-8d0d-0d0d0d0d0d0d','me','stromal','vegf-name#1',3,1774980000000,'Europe/Zurich',4013,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(14,'019d450e-5360-70e0-8e0e-0e0e0e0e0e0e','me','stromal','exosome-cargo#1',4,1774980060000,'Europe/Zurich',4014,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(15,'019d450f-3dc0-70f0-8f0f-0f0f0f0f0f0f','me','stromal','exosome-cargo#2',1,1774980120000,'Europe/Zurich',4015,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(16,'019d4a33-c500-7101-9010-101010101010','me','stromal','cargo-old#1',3,1775066400000,'Europe/Zurich',4016,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(17,'019d4f5a-2100-7111-9111-111111111111','me','stromal','cargo-old#1',4,1775152800000,'Europe/Zurich',4017,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(18,'019dac0c-9900-7121-9212-121212121212','me','stromal','cargo#1',2,1776708000000,'Europe/Zurich',4018,'type','proteïns; β 漢字','wrong','practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(19,'019db132-f500-7131-9313-131313131313','anna','stromal','vegf-name#1',1,1776794400000,'Europe/Zurich',4019,'flip','',NULL,'practice','fsrs-6 6.3.2 default 0.9');
INSERT INTO "review" VALUES(20,'019db134-c9c0-7141-9414-141414141414','anna','stromal','vegf-name#1',3,1776794520000,'Europe/Zurich',4020,'flip','',NULL,'cram','fsrs-6 6.3.2 default 0.9');
CREATE INDEX review_of_card ON review (learner, course, card);
CREATE TRIGGER review_stays BEFORE UPDATE ON review
        BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
COMMIT;
